"""The command line: `postprod`. See `app` for the commands, `main` for the exit status."""
