/** An input with a list of suggestions, as ARIA's combobox pattern has it: the focus stays in the input. */

import { type Child, h } from "../dom";

export interface ComboboxHandlers {
  /** What to offer for the text; nothing at all keeps the list closed. */
  offer(text: string): Node[];
  /** Enter without a suggestion chosen. */
  enter(text: string): void;
}

export class Combobox {
  private readonly input: HTMLInputElement;
  private readonly listbox: HTMLElement;
  private readonly handlers: ComboboxHandlers;
  private readonly takes = new WeakMap<Element, () => void>();
  private active = -1;

  constructor(input: HTMLInputElement, listbox: HTMLElement, handlers: ComboboxHandlers) {
    this.input = input;
    this.listbox = listbox;
    this.handlers = handlers;
    input.addEventListener("input", () => this.open());
    input.addEventListener("click", () => this.open());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.onKey(event));
    // Pressing must not take the focus from the input, or the list would close before the click.
    listbox.addEventListener("pointerdown", (event) => event.preventDefault());
    listbox.addEventListener("mousedown", (event) => event.preventDefault());
    listbox.addEventListener("click", (event) => this.onClick(event));
  }

  /** A suggestion; choosing it closes the list and does what `take` says. */
  option(take: () => void, className: string, ...children: Child[]): HTMLElement {
    const element = h(
      "li",
      { class: className, attrs: { role: "option", "aria-selected": "false" } },
      ...children,
    );
    this.takes.set(element, take);
    return element;
  }

  /** Show the list for the text as it is now. */
  open(): void {
    const offered = this.handlers.offer(this.input.value);
    this.active = -1;
    this.listbox.replaceChildren(...offered);
    this.listbox.scrollTop = 0;
    for (const [index, option] of this.options.entries()) option.id = `${this.listbox.id}-${index}`;
    this.listbox.hidden = offered.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.listbox.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Offer anew what may have become more, unless somebody is already choosing. */
  refresh(): void {
    if (this.isOpen && this.active < 0) this.open();
  }

  close(): void {
    this.listbox.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private get isOpen(): boolean {
    return !this.listbox.hidden;
  }

  private get options(): HTMLElement[] {
    return [...this.listbox.querySelectorAll<HTMLElement>("[role=option]:not([aria-disabled])")];
  }

  private move(step: number): void {
    if (!this.isOpen) this.open();
    const { options } = this;
    if (options.length === 0) return;
    const from = this.active < 0 && step < 0 ? 0 : this.active;
    this.active = (from + step + options.length) % options.length;
    for (const [index, option] of options.entries()) {
      option.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", options[this.active]?.id ?? "");
  }

  private take(option: Element | null | undefined): void {
    const take = option && this.takes.get(option);
    if (!take) return;
    this.close();
    take();
  }

  private onClick(event: Event): void {
    this.take((event.target as Element).closest("[role=option]"));
  }

  private onEnter(): void {
    const chosen = this.isOpen ? this.options[this.active] : undefined;
    if (chosen) this.take(chosen);
    else this.handlers.enter(this.input.value);
  }

  private onEscape(): void {
    if (this.isOpen) this.close();
    else if (this.input.value !== "") {
      this.input.value = "";
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.close();
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return; // Enter that ends a Vietnamese word belongs to the input method.
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Enter") this.onEnter();
    else if (event.key === "Escape") this.onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
