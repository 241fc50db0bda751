"""LibreOffice itself: the UNO bridge, processes, applications, message boxes, macros."""
