"""The employer's books as an inspector enters or reads them in: lists of workers, and challans month by month.

`book` holds the lines as written, `cells` reads them, `columns` finds out which column of a file is which,
`records` makes records of them that cross-checks compare, `challans` compares payments with the register, and `paper`
writes a book as the file that goes to the centre.
"""
