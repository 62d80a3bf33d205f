"""What a person runs: set-up, checks. Set-up uses the standard library only: it runs before ``.venv`` is there."""
