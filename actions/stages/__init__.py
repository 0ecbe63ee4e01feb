"""What a turn passes before and after an action: safety first, guides, checklists, handoff, feedback."""
