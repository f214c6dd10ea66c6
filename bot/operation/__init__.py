"""What an operator needs around a running bot: to watch it, to stop it, to copy and move it."""
