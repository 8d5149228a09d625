#!/bin/sh
# Puts site/ on the branch `pages`, as one commit without a history: what was removed is in none.
set -eu
. "$(dirname "$0")/forge.sh"
email=jisr@noreply.localhost
export GIT_AUTHOR_NAME=jisr GIT_AUTHOR_EMAIL="$email" GIT_COMMITTER_NAME=jisr GIT_COMMITTER_EMAIL="$email" TZ=UTC
folder=$(mktemp -d)
export GIT_INDEX_FILE="$folder/index"
git --work-tree=site add --all --force .
tree=$(git write-tree)
if git fetch -q origin refs/heads/pages 2>/dev/null && [ "$(git rev-parse 'FETCH_HEAD^{tree}')" = "$tree" ]; then
    echo "the site is as it was"
    exit 0
fi
git push -q --force origin "$(git commit-tree "$tree" -m 'The site'):refs/heads/pages"
