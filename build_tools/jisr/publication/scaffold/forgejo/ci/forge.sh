# Read by scripts that write to a Forgejo: sign git's pushes in, and ask its interface. The token stands in no command.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader
GIT_CONFIG_VALUE_0="Authorization: basic $(printf 'x-access-token:%s' "$FORGEJO_TOKEN" | base64 | tr -d '\n')"
export GIT_CONFIG_VALUE_0

# ask METHOD PATH [FILE]      prints the answer, and behind it the status on a line of its own
ask() {
    printf 'header = "Authorization: token %s"\n' "$FORGEJO_TOKEN" |
        curl --config - --silent --show-error --request "$1" --header 'Content-Type: application/json' \
            ${3:+--data "@$3"} --write-out '\n%{http_code}\n' \
            "$GITHUB_SERVER_URL/api/v1/repos/$GITHUB_REPOSITORY/$2"
}
