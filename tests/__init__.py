"""Promises that the pipeline keeps, room by room."""
