"""An article as a table in Word: for those who review there, and back."""
