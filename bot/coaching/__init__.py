"""What reps are taught: playbooks read and checked, and a walk through one.

It knows texts, scenes and lines; nothing of customers, of chat, or of what a message means.
"""
