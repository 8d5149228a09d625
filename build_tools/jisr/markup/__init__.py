"""The formats that text is written in: Markdown, HTML, drawings, and the pages that editors see."""
