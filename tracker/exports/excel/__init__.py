"""The parts of a workbook: how sheets are written, and what stands in each of them."""
