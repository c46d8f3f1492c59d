# What scripts/bench/run is made of. It sets: here, stores, runs, rows, scratch.

say() { echo "bench: $*" >&2; }
fail() { say "$*"; exit 69; }

title_of() { case $1 in small) echo 300 ;; large) echo 10,000 ;; esac; }

# make_store SIZE LAYOUT: a repository with its history in one pack, as a clone has it.
make_store() {
    local store=$stores/$1-$2 size
    case $1 in small) size="300 3000" ;; large) size="10000 100000" ;; esac
    [ -f "$store/.git/bench-done" ] && return
    say "making the store $1-$2"
    swift build --package-path "$here/stores" -c release >&2
    rm -rf "$store"
    git init -q -b main "$store"
    git -C "$store" config user.name "Mair Evans"
    git -C "$store" config user.email mair@example.coop
    git -C "$store" config gc.auto 0
    # shellcheck disable=SC2086
    "$(swift build --package-path "$here/stores" -c release --show-bin-path)/make-store" $size "$2" "$store.rec" |
        git -C "$store" fast-import --quiet --done
    git -C "$store" update-ref -d refs/heads/side
    # The import makes each version a delta on the one before it. Git itself, and so every clone, does it the other way
    # round: what is newest stands whole, and is read fastest.
    git -C "$store" repack -a -d -f -q
    git -C "$store" reset --quiet --hard
    touch "$store/.git/bench-done"
}

# ids STORE: what the peers are told: the blobs of all profiles, and one member.
ids() {
    git -C "$1" ls-tree -r HEAD members | awk '{ print $3 }' >"$1/.git/bench-blobs"
    path=$(git -C "$1" ls-tree -r --name-only HEAD members | awk 'NR == 150')
    member=$(basename "$path" .md)
}

# measured RUNS < LINES: runs them in turns, and keeps the times under their names.
declare -A wall cpu
measured() {
    local name median least cpu_median cpu_least
    while IFS=$'\t' read -r name median least cpu_median cpu_least; do
        wall[$name]=$median cpu[$name]=$cpu_median
        say "$name: $median ms (least $least), processor $cpu_median ms (least $cpu_least)"
    done < <(measure "$1")
}

# line NAME PREPARATION COMMAND
line() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }

# row COMMAND STORE NAME PEER PEER-NAME AIM
row() {
    awk -v command="$1" -v store="$2" -v ours="${wall[$3]}" -v ours_cpu="${cpu[$3]}" -v peer="$4" \
        -v theirs="${wall[$5]}" -v theirs_cpu="${cpu[$5]}" -v aim="$6" '
        function time(ms) { return ms < 1000 ? sprintf("%.*f ms", ms < 100 ? 1 : 0, ms) : sprintf("%.2f s", ms / 1000) }
        function ratio(value) { return sprintf("%.*f", value < 0.1 ? 3 : 2, value) }
        BEGIN {
            printf "| `%s` | %s | %s | %s | `%s` | %s | %s | **%s** | %s | %s |\n", command, store, time(ours),
                time(ours_cpu), peer, time(theirs), time(theirs_cpu), ratio(ours / theirs),
                ratio(ours_cpu / theirs_cpu), aim == "" ? "" : "≤ " aim
        }' >>"$rows"
}

measure_start() {
    measured $((runs * 5)) < <(
        line version "" "cotech --version"
        line show "" "cotech -C $1 members show $member"
        line open "" "open $1"
        line git "" "git -C $1 cat-file blob HEAD:$path"
    )
    row "cotech --version" "" version "libgit2, opening only" open 2
    row "members show ID" 300 show "libgit2, opening only" open 2
    row "members show ID" 300 show "git cat-file blob" git ""
}

measure_lists() {
    local count=$runs cat_aim=1.2 rec_aim=0.4
    # What an empty program costs rules a small store, so the aims are for the large one.
    if [ "$3" = small ]; then count=$((runs * 3)) cat_aim='' rec_aim=''; fi
    measured "$count" < <(
        line list "" "cotech -C $1 members list"
        line where "" "cotech -C $1 members list --where town=Leeds"
        line cat "" "git -C $1 cat-file --batch < $1/.git/bench-blobs"
        line recsel "" "recsel -t Member -p Name,Town,Headcount $1.rec"
        line recwhere "" "recsel -t Member -e Town='Leeds' -p Name,Town,Headcount $1.rec"
    )
    row "members list" "$2" list "git cat-file --batch" cat ""
    row "members list" "$2" list "recsel" recsel ""
    row "members list --where town=Leeds" "$2" where "git cat-file --batch" cat "$cat_aim"
    row "members list --where town=Leeds" "$2" where "recsel -e" recwhere "$rec_aim"
}

# Each side writes to a copy of its own. What is copied is only removed in the end: some file systems look through what was
# deleted lately for each new file.
measure_write() {
    local copy=$scratch/write-${1##*/} side
    for side in ours git; do cp -r "$1" "$copy-$side"; done
    # An index as young as the files makes git read all of them again.
    sleep 2
    for side in ours git; do git -C "$copy-$side" update-index -q --refresh; done
    measured "$runs" < <(
        line set "" "cotech -C $copy-ours members set $member headcount=1@"
        line commit "sed -i 's/^headcount: .*/headcount: 1@/' $copy-git/$path" \
            "git -C $copy-git add $path && git -C $copy-git commit -q -m edit"
        line sync "sed -i 's/^headcount: .*/headcount: 2@/' $copy-git/$path" \
            "git -c core.fsync=all -C $copy-git add $path && git -c core.fsync=all -C $copy-git commit -q -m edit"
    )
    row "members set ID headcount=N" "$2" set "git add && git commit" commit 1
    row "members set ID headcount=N" "$2" set "the same, core.fsync=all" sync ""
}

# A branch that changes five pages, on a main branch that has gone on: what a host's check costs.
measure_check() {
    local aim=2 file copy=$scratch/check-${1##*/}
    if [ "$3" = small ]; then aim=''; fi
    cp -r "$1" "$copy"
    git -C "$copy" switch -q -c topic
    for file in $(git -C "$copy" ls-tree -r --name-only HEAD members | awk 'NR % 41 == 1 && count++ < 5'); do
        sed -i 's/^headcount: .*/headcount: 78/; s/^town: .*/town: Hull/' "$copy/$file"
    done
    git -C "$copy" commit -qam "Five pages"
    git -C "$copy" switch -q main
    sed -i 's/^headcount: .*/headcount: 79/' "$copy/$path"
    git -C "$copy" commit -qam "One more"
    git -C "$copy" switch -q topic
    read_by_branch "$copy" >"$scratch/read"
    measured "$((runs * 3))" < <(
        line check "" "cotech -C $copy check --base main"
        line diff "" "git -C $copy diff --stat main...topic"
        line both "" "git -C $copy diff --stat main...topic && git -C $copy cat-file --batch < $scratch/read"
    )
    row "check --base REF, 5 changes" "$2" check "git diff --stat" diff ""
    row "check --base REF, 5 changes" "$2" check "the same, and git cat-file --batch" both "$aim"
}

# read_by_branch STORE: the changed pages before and after, their memberships, and the terms that they name.
read_by_branch() {
    local file id membership word
    git -C "$1" diff --name-only main...topic | while read -r file; do
        printf '%s\n' "main:$file" "topic:$file"
        id=$(basename "$file" .md)
        for membership in "memberships/$id.yaml" "memberships/_${id:0:2}/$id.yaml"; do
            if [ -e "$1/$membership" ]; then printf 'topic:%s\n' "$membership"; fi
        done
        git -C "$1" show "topic:$file" | tr -cs 'a-z0-9-' '\n' |
            while read -r word; do
                if [ -e "$1/skills/$word.yaml" ]; then printf 'topic:skills/%s.yaml\n' "$word"; fi
            done
    done | sort -u
}

measure_stale() {
    local count=$runs aim=1.3 again=0.02 change=0.5
    if [ "$3" = large ]; then count=$((runs < 5 ? runs : 5)); else aim='' again='' change=''; fi
    local more=$scratch/more-${1##*/}
    cp -r "$1" "$more"
    cotech -C "$more" members stale >"$scratch/report"
    cp "$more/.git/cotech/ages" "$scratch/ages"
    hundred_more "$more"
    measured "$count" < <(
        line first "rm -f $1/.git/cotech/ages*" "cotech -C $1 members stale"
        line changed "" "cotech -C $1 members list --changed"
        line log "" "git -C $1 log --name-only --format=%H"
    )
    measured "$runs" < <(
        line second "" "cotech -C $1 members stale"
        line later "cp $scratch/ages $more/.git/cotech/ages" "cotech -C $more members stale"
        line list "" "cotech -C $1 members list"
    )
    row "members stale, first" "$2" first "git log --name-only" log "$aim"
    row "members list --changed" "$2" changed "git log --name-only" log "$change"
    row "members stale, second" "$2" second "git log --name-only" log "$again"
    row "members stale, 100 commits later" "$2" later "git log --name-only" log "$again"
    row "members stale, second" "$2" second "members list" list ""
}

# hundred_more STORE: 100 commits more, each of which says something new of another member.
hundred_more() {
    local n=0 file
    git -C "$1" ls-tree -r --name-only HEAD members | awk 'NR % 3 == 1 && count++ < 100' | while read -r file; do
        n=$((n + 1))
        printf 'commit refs/heads/main\ncommitter Mair Evans <mair@example.coop> %d +0000\ndata 5\nedit\n' $((1767225600 + n * 3600))
        [ "$n" -gt 1 ] || printf 'from refs/heads/main^0\n'
        printf 'M 100644 inline %s\ndata <<END-OF-FILE\n' "$file"
        git -C "$1" cat-file blob "HEAD:$file" | sed 's/^headcount: .*/headcount: 77/'
        printf 'END-OF-FILE\n\n'
    done >"$scratch/stream"
    git -C "$1" fast-import --quiet <"$scratch/stream"
    git -C "$1" reset --quiet --hard
}

# machine: what the numbers depend on, in general words.
machine() {
    local memory
    memory=$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
    echo "Measured with \`scripts/bench/run\` on $(nproc) cores with $memory GB of memory, $(uname -s) $(uname -m);" \
        "$(swift --version 2>/dev/null | grep -o 'Swift version [0-9.]*'), libgit2 $(pkg-config --modversion libgit2)," \
        "$(git --version), recutils $(recsel --version | awk 'NR == 1 { print $NF }')."
}
