"""`python -m postprod_xl`: the same as the `postprod` command."""

from postprod_xl.hosts.cli.main import main

if __name__ == "__main__":
    main()
