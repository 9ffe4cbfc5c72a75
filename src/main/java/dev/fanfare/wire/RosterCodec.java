package dev.fanfare.wire;

import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import java.util.ArrayList;
import java.util.List;

/** {@link Roster} on the event bus. Any thread. */
public final class RosterCodec extends BusCodec<Roster> {
  public static final String NAME = "fanfare.roster";

  private static final int BEAT = 1;
  private static final int CHANGES = 2;
  private static final int STATE = 3;
  private static final int ASK = 4;
  private static final int GONE = 5;

  private static final int HERE = 1;
  private static final int LEFT = 2;
  private static final int LEFT_BY_WISH = 3;
  private static final int SMALLEST_CHANGE = 4;

  public RosterCodec() {
    super(NAME);
  }

  @Override
  void write(BinaryWriter out, Roster roster) {
    if (roster instanceof Roster.Beat beat) {
      out.octet(BEAT);
      out.text(beat.node());
      out.number(beat.number());
    } else if (roster instanceof Roster.Changes changes) {
      out.octet(CHANGES);
      out.text(changes.node());
      out.number(changes.number());
      changes(out, changes.changes());
    } else if (roster instanceof Roster.State state) {
      out.octet(STATE);
      out.text(state.node());
      out.number(state.number());
      out.number(state.part());
      out.octet(state.last() ? 1 : 0);
      changes(out, state.here());
    } else if (roster instanceof Roster.Ask ask) {
      out.octet(ASK);
      out.text(ask.node());
      out.text(ask.of());
    } else if (roster instanceof Roster.Gone gone) {
      out.octet(GONE);
      out.text(gone.node());
    }
  }

  private static void changes(BinaryWriter out, List<? extends Change> changes) {
    out.number(changes.size());
    for (Change change : changes) {
      if (change instanceof Change.Here here) {
        out.octet(HERE);
        place(out, here);
        out.user(here.user());
        out.number(here.since());
      } else if (change instanceof Change.Left left) {
        out.octet(left.byWish() ? LEFT_BY_WISH : LEFT);
        place(out, left);
      }
    }
  }

  private static void place(BinaryWriter out, Change change) {
    out.room(change.room());
    out.text(change.session());
  }

  @Override
  Roster read(BinaryReader in) {
    int kind = in.octet();
    String node = in.text();
    check(!node.isEmpty(), "a node without a name");
    return switch (kind) {
      case BEAT -> new Roster.Beat(node, in.number());
      case CHANGES -> new Roster.Changes(node, in.number(), changes(in));
      case STATE -> new Roster.State(node, in.number(), in.count(), in.octet() != 0, allHere(in));
      case ASK -> new Roster.Ask(node, in.text());
      case GONE -> new Roster.Gone(node);
      default -> throw new IllegalArgumentException("an unknown kind of roster");
    };
  }

  private static List<Change> changes(BinaryReader in) {
    int size = in.size(SMALLEST_CHANGE);
    check(size <= Roster.MOST_CHANGES, "too many changes");
    List<Change> changes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      changes.add(change(in));
    }
    return changes;
  }

  private static Change change(BinaryReader in) {
    int kind = in.octet();
    var room = in.room();
    String session = in.text();
    return switch (kind) {
      case HERE -> new Change.Here(room, session, in.user(), in.number());
      case LEFT -> new Change.Left(room, session, false);
      case LEFT_BY_WISH -> new Change.Left(room, session, true);
      default -> throw new IllegalArgumentException("an unknown kind of change");
    };
  }

  private static List<Change.Here> allHere(BinaryReader in) {
    List<Change.Here> here = new ArrayList<>();
    for (Change change : changes(in)) {
      if (!(change instanceof Change.Here one)) {
        throw new IllegalArgumentException("a state with somebody who left");
      }
      here.add(one);
    }
    return here;
  }

  private static void check(boolean right, String wrong) {
    if (!right) {
      throw new IllegalArgumentException("Broken bytes from another node: " + wrong);
    }
  }
}
