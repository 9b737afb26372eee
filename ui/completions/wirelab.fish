# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for wirelab(1)

function __wirelab_labs
    wirelab labs 2>/dev/null </dev/null | string match -rg '^\s*([a-z0-9][a-z0-9-]*)'
end

set -l commands lab run bench read labs doctor lint new sock

complete -c wirelab -f
complete -c wirelab -l lang -x -a 'en zh' -d 'Language'
complete -c wirelab -l labs -x -a '(__fish_complete_directories)' -d 'Where the labs are'
complete -c wirelab -l theme -x -a 'dark light contrast mono' -d 'Colours'
complete -c wirelab -l ascii -d 'Draw with ASCII only'
complete -c wirelab -l prefix -x -d 'The key that takes the keyboard back'
complete -c wirelab -l no-mouse -d 'Leave the mouse to the terminal'
complete -c wirelab -s h -l help -d 'Print a summary'
complete -c wirelab -s V -l version -d 'Print the version'

complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a lab -d 'Open a lab where it was left'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a run -d 'Play a lab\'s own solution, evaluate every check'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a bench -d 'Open a free bench'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a read -d 'Look at a saved tape, print it, export it'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a labs -d 'List the labs'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a doctor -d 'Try what works on this machine'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a lint -d 'Check a lab\'s files'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a new -d 'Make a small lab to begin from'
complete -c wirelab -n "not __fish_seen_subcommand_from $commands" -a sock -d 'A socket shell: the calls of sockets, one by one'

complete -c wirelab -n '__fish_seen_subcommand_from lab run' -a '(__wirelab_labs)' -d Lab
complete -c wirelab -n '__fish_seen_subcommand_from lab run lint new' -a '(__fish_complete_directories)'
complete -c wirelab -n '__fish_seen_subcommand_from run' -a all -d 'All labs'
complete -c wirelab -n '__fish_seen_subcommand_from lab' -l step -x -d 'Begin at this step'
complete -c wirelab -n '__fish_seen_subcommand_from lab' -l fresh -d 'Forget what was saved'
complete -c wirelab -n '__fish_seen_subcommand_from lab' -l recording -d 'Look at its recording'
complete -c wirelab -n '__fish_seen_subcommand_from run' -l record -d 'Make its recording'
complete -c wirelab -n '__fish_seen_subcommand_from run labs doctor' -l json -d 'Print JSON'
complete -c wirelab -n '__fish_seen_subcommand_from run' -l play -r -F -d 'Play this schedule'
complete -c wirelab -n '__fish_seen_subcommand_from run' -l without -x -d 'Leave out the solution of this step'
complete -c wirelab -n '__fish_seen_subcommand_from bench' -l calls -x -a 'hold pass' -d 'Trace calls; do they wait?'
complete -c wirelab -n '__fish_seen_subcommand_from bench' -l wire -x -a 'hold pass' -d 'Do frames wait?'
complete -c wirelab -n '__fish_seen_subcommand_from bench' -l gate -x -d 'Which frames wait'
complete -c wirelab -n '__fish_seen_subcommand_from bench' -l headless -d 'No screen'
complete -c wirelab -n '__fish_seen_subcommand_from bench run' -l for -x -d 'Longest time in seconds'
complete -c wirelab -n '__fish_seen_subcommand_from bench run' -s w -l write -r -d 'Write the frames to a pcapng file'
complete -c wirelab -n '__fish_seen_subcommand_from sock' -s c -l command -x -d 'Run these commands'
complete -c wirelab -n '__fish_seen_subcommand_from bench' -l tape -x -d 'Memory for the tape in MiB'
complete -c wirelab -n '__fish_seen_subcommand_from bench run' -l save -r -F -d 'Save the tape'
complete -c wirelab -n '__fish_seen_subcommand_from lab bench' -l no-autosave -d 'Keep no copy of the tape'
complete -c wirelab -n '__fish_seen_subcommand_from read' -F
complete -c wirelab -n '__fish_seen_subcommand_from read' -l text -d 'Print one line an event'
complete -c wirelab -n '__fish_seen_subcommand_from read' -l export -x -a 'text markdown json svg' -d 'Write the tape as'
complete -c wirelab -n '__fish_seen_subcommand_from read' -s o -l output -r -F -d 'Where the export goes'
