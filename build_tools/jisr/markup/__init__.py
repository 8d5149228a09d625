"""The formats that text is written in: Markdown, HTML, and the pages that editors see."""
