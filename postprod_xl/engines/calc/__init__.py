"""LibreOffice Calc driven through xlwings: `engine.register` adds the engine ``libreoffice`` to those of xlwings.

Importing the package, or its bridge to the office (`office.bridge`), loads neither xlwings nor what xlwings loads.
"""
