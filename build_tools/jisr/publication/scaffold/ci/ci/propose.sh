#!/bin/sh
# Proposes what a run changed in docs/ and translations/ (and in seeds/, where what was removed came back): one branch
# and one pull request for each kind of run, which later runs bring up to date. For GitHub (with GH_TOKEN set), GitLab
# (with JISR_TOKEN set) and Forgejo (with FORGEJO_TOKEN set); elsewhere it is the branch alone.
#
#   sh ci/propose.sh NAME TITLE      after jisr NAME
#
# Nothing is forced. Where nobody but Jisr has committed to the branch, the new work takes the place of the old one's.
# What editors committed there stays: the run is done once more on top of it, or, where that cannot be merged, on one
# branch beside it, which is brought up to date until somebody settles the first.
set -eu
name=$1 title=$2
branch=jisr/$name
email=jisr@users.noreply.github.com
base=$(git rev-parse HEAD)
target=${GITHUB_REF_NAME:-${CI_COMMIT_BRANCH:-main}}

if [ -z "$(git status --porcelain -- docs translations seeds)" ]; then
    echo "nothing to propose"
    exit 0
fi
if [ -n "${GITLAB_CI:-}" ]; then
    remote="https://jisr:$JISR_TOKEN@$CI_SERVER_HOST/$CI_PROJECT_PATH.git"
else
    remote=origin
    if [ -n "${FORGEJO_TOKEN:-}" ]; then
        . "$(dirname "$0")/forge.sh"
    elif [ -n "${GITHUB_REF_NAME:-}" ]; then
        gh auth setup-git
    fi
fi
# neither a person's name nor a machine's, nor its clock: what is proposed is the publication's
export GIT_AUTHOR_NAME=jisr GIT_AUTHOR_EMAIL="$email" GIT_COMMITTER_NAME=jisr GIT_COMMITTER_EMAIL="$email" TZ=UTC
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE

# what the branch holds on the other side; empty for no such branch
tip_of() {
    found=$(git ls-remote --heads "$remote" "refs/heads/$1")
    [ -z "$found" ] || git fetch -q "$remote" "refs/heads/$1"
    printf '%s\n' "${found%%[!0-9a-f]*}"
}

# whether nobody but Jisr has committed to what ends in $1
is_ours() {
    [ -z "$(git log --format=%ae "$base..$1" | grep -vxF "$email")" ]
}

# has what was proposed take the place of what ends in $1
replace() {
    proposed=$(git commit-tree "$proposed^{tree}" -p "$1" -p "$base" -m "$title")
}

commit() {
    mkdir -p docs translations # a publication may have none yet
    git add -- docs translations
    git add --update # seeds are changed by nothing else
    git diff --cached --quiet || git commit -q -m "$title"
}

git switch -q --detach
commit
proposed=$(git rev-parse HEAD)
tip=$(tip_of "$branch")
if [ -n "$tip" ] && ! git merge-base --is-ancestor "$tip" "$base"; then
    if is_ours "$tip"; then
        replace "$tip"
    elif git switch -q --detach "$tip" && git merge -q --no-edit "$base"; then
        .venv/bin/jisr "$name" || true # a conflict in one article; the others are proposed all the same
        commit
        proposed=$(git rev-parse HEAD)
    else
        git merge --abort
        branch=$branch-$(git rev-parse --short=12 "$tip") # of what stands in the way: one, however many runs
        tip=$(tip_of "$branch")
        if [ -n "$tip" ] && ! git merge-base --is-ancestor "$tip" "$base"; then
            if ! is_ours "$tip"; then
                echo "$branch has somebody's work: left alone"
                exit 0
            fi
            replace "$tip"
        fi
    fi
fi
if [ -n "${GITLAB_CI:-}" ]; then
    git push -o merge_request.create -o merge_request.target="$target" "$remote" "$proposed:refs/heads/$branch"
    exit
fi
git push "$remote" "$proposed:refs/heads/$branch"
said="Made by \`jisr $name\`, which brings it up to date. Editors may correct the English here before it is merged."
if [ -n "${FORGEJO_TOKEN:-}" ]; then
    asked=$(mktemp)
    printf '{"base": "%s", "head": "%s", "title": "%s", "body": "%s"}\n' "$target" "$branch" "$title" "$said" >"$asked"
    case "$(ask POST pulls "$asked" | tail -n 1)" in 201 | 409) ;; *) exit 1 ;; esac # 409: it is open already
elif [ -z "${GITHUB_REF_NAME:-}" ]; then
    echo "proposed on the branch $branch"
elif [ -z "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
    gh pr create --base "$target" --head "$branch" --title "$title" \
        --body "$said"
fi
