"""UBL 2.1 as EN 16931 and Peppol write it: writer and reader."""
