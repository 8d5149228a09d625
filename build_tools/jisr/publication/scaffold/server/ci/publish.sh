#!/bin/sh
# Builds the site and puts it where a web server finds it: a folder, or one on another machine (rsync over ssh).
#
#   sh ci/publish.sh /var/www/water
#   sh ci/publish.sh USER@HOST:/var/www/water
#
# Each hour, by cron, so that releases and embargoes come true:
#   7 * * * *  cd /srv/water && sh ci/publish.sh /var/www/water
#
# What is wrong with one article keeps no other from readers: the site goes out, and then this fails.
set -eu
target=$1
wrong=0
.venv/bin/jisr --quiet build || wrong=1
if [ -e translations/removed.jsonl ]; then
    sh ci/notice.sh
fi
test -e site/index.html
rsync --recursive --links --times --delete-delay --delay-updates site/ "$target/"
.venv/bin/jisr --quiet doctor --publishing || wrong=1
exit "$wrong"
