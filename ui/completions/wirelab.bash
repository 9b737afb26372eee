# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for wirelab(1)

_wirelab_labs()
{
	wirelab labs 2>/dev/null </dev/null | sed -n 's/^[[:space:]]*\([a-z0-9][a-z0-9-]*\).*/\1/p'
}

_wirelab()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' i
	local general='--lang --labs --theme --ascii --prefix --no-mouse --help --version'
	COMPREPLY=()

	case $before in
	--lang) mapfile -t COMPREPLY < <(compgen -W 'en zh' -- "$word"); return ;;
	--theme) mapfile -t COMPREPLY < <(compgen -W 'dark light contrast mono' -- "$word"); return ;;
	--wire | --calls) mapfile -t COMPREPLY < <(compgen -W 'hold pass' -- "$word"); return ;;
	--follow-as) mapfile -t COMPREPLY < <(compgen -W 'text hex raw' -- "$word"); return ;;
	-T | --format) mapfile -t COMPREPLY < <(compgen -W 'text json csv fields hex c' -- "$word"); return ;;
	--export) mapfile -t COMPREPLY < <(compgen -W 'text markdown json svg' -- "$word"); return ;;
	--labs) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
	-r | --read | -w | --write | --play | --save | -o | --output) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
	-i | --interface) mapfile -t COMPREPLY < <(compgen -W "any $(ls /sys/class/net)" -- "$word"); return ;;
	-C | --file-size | -G | --rotate-seconds | -W | --file-count | -s | --snapshot-length | -B | --buffer-size) return ;;
	--gate | --for | --step | --without | --tape | --prefix | -c | --command | --limit | -e | --field | -E | --style | --follow) return ;;
	esac

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		lab | run | bench | read | watch | labs | doctor | lint | new | sock)
			command=${COMP_WORDS[i]}
			break
			;;
		esac
	done

	local words=$general
	case $command in
	'') words="$general lab run bench read watch labs doctor lint new sock" ;;
	lab) words="$general --step --fresh --recording --no-autosave" ;;
	run) words="$general --json --record --play --without --for --write --save" ;;
	bench) words="$general --calls --wire --gate --headless --for --write --save --no-autosave --tape client= server=" ;;
	read) words="$general --text --export --output --read --write --limit --count --time --link-header
		--numeric --absolute --verbose --hex --hex-ascii --as-ascii --line-buffered --format --field
		--style --jsonl --follow --follow-as" ;;
	watch) words="$general --text --interface --write --limit --file-size --rotate-seconds --file-count
		--snapshot-length --buffer-size --no-promiscuous-mode --count --time --link-header
		--absolute --verbose --hex --hex-ascii --as-ascii --line-buffered --format --field
		--style --jsonl" ;;
	labs | doctor) words="$general --json" ;;
	sock) words="$general --command" ;;
	esac
	if [[ $word != -* ]]; then
		case $command in
		lab) words=$(_wirelab_labs) ;;
		run) words="all $(_wirelab_labs)" ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
	case $command in
	lab | run | lint | new)
		[[ $word == -* ]] || mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word")
		;;
	read)
		[[ $word == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
		;;
	esac
	if [[ ${COMPREPLY[0]-} == *= ]]; then
		compopt -o nospace
	fi
}
complete -F _wirelab wirelab
