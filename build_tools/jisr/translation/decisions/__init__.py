"""What people decide about a translation: approvals, reviews, remarks, and how each is taken back."""
