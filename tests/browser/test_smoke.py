def test_smoke(desktop):
    desktop.open()
    print(desktop.total(), desktop.drawn(), desktop.counts("stars"), desktop.page.url)
    desktop.page.screenshot(path="/tmp/w/s.png")
