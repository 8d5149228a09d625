#!/bin/sh
# Where no site could be made, or none in both languages, a notice is all that readers find in its place.
#
#   sh ci/notice.sh      after jisr build, where something was removed for safety
set -eu
if [ -e site/index.html ] && [ -e site/ar/index.html ] && [ -e site/en/index.html ]; then
    exit 0
fi
rm -rf site
mkdir site
cat >site/index.html <<'END'
<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex, noarchive">
<title>نعود قريبًا · Back soon</title>
<p>الموقع متوقف مؤقتًا، ويعود قريبًا.</p>
<p lang="en" dir="ltr">This site is down for a short while, and will be back soon.</p>
</html>
END
cp site/index.html site/404.html
