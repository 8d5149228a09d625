"""The desk: where an editor corrects, approves and asks, in a browser. A web application on this machine.

The room holds no rule: what is decided, written and found is done by `app`, as for the command line, under
the same lock. A route reads what was asked, calls `app`, and shows what came of it. Its conventions:

- **A route** is a line in the `ROUTES` of a module in `routes/` (or a folder there for a subject with several
  modules): `Route(method, path, run, title, …)`. `run` takes a `Visit` and gives a Starlette response; it is
  called in a thread, so it may read files and wait for the lock. The module's `ROUTES` is a line in
  `routes/__init__.py`, in the order in which addresses are tried. Addresses below `/api/` speak JSON, and are
  told of in `/api/openapi.json` by the route's own line: `takes` and `gives` are JSON schemas; what is taken
  is held to its schema before `run` is called.
- **A visit** (`context.Visit`) is one request: `visit.desk` (the project, its shelf), `visit.person` (who
  writes), `visit.say` (words of the interface), `visit.query`, `visit.given` (a form or JSON),
  `visit.files` (what was uploaded). `visit.page("desk/NAME", …)` renders a template, `visit.answer({…})` is
  JSON, `visit.go("/…")` leads on after a form.
- **What writes** does so within `with visit.desk.writing():`, or, where many do at once, by
  `visit.desk.write(work)`: `work` holds no lock, and is written in one commit with that of others who wait.
  It tells the shelf which article it touched: `visit.desk.touched(slug, result, message, by)`, which also
  makes the commit where the settings ask for one.
- **What lasts** longer than a request is a function that gives a `Result`, begun by `runs.start(root, work,
  about=…, kind=…)`; its page shows `progress(…, kind)` of `fields.html` and is loaded anew when it has ended.
- **Faults**: a `JisrError` that leaves `run` becomes a page or JSON (`{"error", "findings"}`) with status
  422, 423 where the project is held by another run, 409 where a paragraph is another than the person saw.
- **Templates** lie in `overrides/jisr/desk/`, and begin with a comment that names what they are given; each
  page extends `jisr/desk/base.html`. Tabs are lines of `TABS` in `routes/__init__.py`. Scripts (modules) and
  styles lie beside them and are served as `/look/NAME`: nothing of it gets into the site. No inline script,
  style or handler: the policy stops it. `desk.js` exports `post`, `get`, `withToken`, `say`, `fill`,
  `words`, `project`.
- **Words**: `i18n/desk/PART.ar.yml` and `PART.en.yml`, said by `say("desk.PART.…")`.
- **Who may**: `Route(may="…")` names the least role. What reads is for all who are let in, where it names
  none; what writes has to name one (a test asks), and is a publisher's where it does not. `guard` sees to
  hosts, origins, tokens and sizes, `office` to who people are.
"""
