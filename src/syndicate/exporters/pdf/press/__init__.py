"""Files for a press: pictures in its inks, the output condition, boxes and marks, and the claim to be PDF/X.

`plan` reads what is wanted from the job, `separation` turns pictures into ink within the limit, `marks` draws what the
printer cuts and registers by, `claims` says what the file is. All of it is imported under a press profile alone.
"""
