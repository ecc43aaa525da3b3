"""The newspaper: stories made up as rectangular modules on pages of several columns."""
