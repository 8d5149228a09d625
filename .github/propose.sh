#!/bin/sh
# Proposes what a run changed in docs/ and translations/: a branch of its own and a pull request.
#
#   sh .github/propose.sh NAME TITLE      with GH_TOKEN set
#
# The branch bears the commit that it was made from, so no run ever pushes over another's, and nothing is forced:
# whatever editors committed to an earlier proposal stays there.
set -eu
name=$1 title=$2
base=$(git rev-parse HEAD)
branch=jisr/$name-$(git rev-parse --short=12 HEAD)

if [ -z "$(git status --porcelain -- docs translations)" ]; then
    echo "nothing to propose"
    exit 0
fi
gh auth setup-git
if git ls-remote --exit-code --heads origin "$branch" >/dev/null; then
    echo "$branch is there already, and perhaps somebody's work: left alone"
    exit 0
fi
git config user.name "jisr"
git config user.email "jisr@users.noreply.github.com"
git switch -q -c "$branch"
git add -- docs translations
git commit -q -m "$title"
git push origin "$branch"
gh pr create --base "${GITHUB_REF_NAME:-main}" --head "$branch" --title "$title" \
    --body "Made by \`jisr $name\` from $base. Editors may correct the English here before it is merged."
