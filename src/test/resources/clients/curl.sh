# curl. Arguments: follow or publish, host:port, room. Prints the body of each message seen or
# stored; comes back with the id of the last whole event, or repeats what had no answer.
role=$1
url=http://$2/rooms/$3/messages

follow() {
  last=start
  while true; do
    id=$last event= data=
    while IFS= read -r text; do
      case $text in
        "id: "*) id=${text#id: } ;;
        "event: "*) event=${text#event: } ;;
        "data: "*) data=${text#data: } ;;
        "")
          last=$id
          case $event in
            message) echo "$data" | sed 's/.*"body":"\([^"]*\)".*/\1/' ;;
            ?*) echo "$event" ;;
          esac
          event= data=
          ;;
      esac
    done < <(
      if [[ $last == start ]]; then
        exec curl -sSN -H 'Accept: text/event-stream' "$url?since=start"
      else
        exec curl -sSN -H 'Accept: text/event-stream' -H "Last-Event-ID: $last" "$url"
      fi
    )
  done
}

publish() {
  for ((i = 0; i < 30; i++)); do
    until curl -sSf -o /dev/null -H 'Content-Type: text/plain' -H "Idempotency-Key: key-$i" \
      -d "m$i" "$url?guest=the-guest-key-of-curl"; do :; done
    echo "m$i"
  done
}

$role
