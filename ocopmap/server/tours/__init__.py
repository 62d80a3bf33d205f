"""Tours as people get them: the API's answer, files to take along, sheets to print."""
