"""What each verb of the command line says: functions `(root, args) -> failed`, one module for a subject."""
