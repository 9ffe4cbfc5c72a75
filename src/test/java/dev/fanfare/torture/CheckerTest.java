package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private final List<Ack> acks = new ArrayList<>();
  private final List<Seen> logs = new ArrayList<>();

  private static Position at(long offset) {
    return new Position("a", offset);
  }

  private static Position newAt(long offset) {
    return new Position("b", offset);
  }

  private static Id id(int sequence) {
    return new Id("p1", sequence);
  }

  private static Seen.Entry from(Position position) {
    return new Seen.Connected(position);
  }

  private static Seen.Entry got(Position position, int sequence) {
    return new Seen.Message(position, id(sequence));
  }

  private static Seen.Entry gap(Position base) {
    return new Seen.Gap(base);
  }

  private void acked(int sequence, Position position) {
    acks.add(new Ack(id(sequence), position));
  }

  private void saw(Seen.Entry... entries) {
    logs.add(new Seen("s" + (logs.size() + 1), List.of(entries)));
  }

  private Report checked(Position head) {
    return Checker.check(acks, logs, head);
  }

  private void finds(Position head, String... violations) {
    assertThat(checked(head).violations()).containsExactly(violations);
  }

  @Test
  void everythingOnceAndInOrderIsFine() {
    acked(1, at(1));
    acked(2, at(2));
    saw(from(at(0)), got(at(1), 1), got(at(2), 2));
    saw(from(at(0)), got(at(1), 1), from(at(1)), from(at(1)), got(at(2), 2));
    Report report = checked(at(2));
    assertThat(report).isEqualTo(new Report(List.of(), 2, 4, 0, 0, 2));
  }

  @Test
  void aStoredMessageNeedNotBeAcknowledged() {
    saw(from(at(0)), got(at(1), 1));
    finds(at(1));
  }

  @Test
  void whoJoinsLateOwesNothingOfBefore() {
    acked(1, at(1));
    acked(2, at(2));
    saw(from(at(1)), got(at(2), 2));
    saw(from(null), got(at(2), 2));
    finds(at(2));
  }

  @Test
  void acknowledgedButNeverSeen() {
    acked(1, at(1));
    acked(2, at(2));
    saw(from(at(0)), got(at(1), 1));
    finds(at(2), "a: s1 ended at a-1, the room at a-2", "a: s1 did not see p1-2 at a-2");
  }

  @Test
  void acknowledgedAndLostByTheStoreIsNotMadeGoodByWhatTookItsPlace() {
    acked(1, at(1));
    acked(2, at(2));
    saw(from(at(0)), got(at(1), 1), got(at(2), 3));
    finds(
        at(2), "f: a-2 is p1-2 for the publisher and p1-3 for s1", "a: s1 did not see p1-2 at a-2");
  }

  @Test
  void aRepeat() {
    acked(1, at(1));
    saw(from(at(0)), got(at(1), 1), got(at(1), 1));
    finds(at(1), "b: s1 got a-1 (p1-1) when it was at a-1 already", "a: s1 saw p1-1 2 times");
  }

  @Test
  void aRepeatAfterComingBack() {
    saw(from(at(0)), got(at(1), 1), got(at(2), 2), from(at(2)), got(at(2), 2));
    finds(at(2), "b: s1 got a-2 (p1-2) when it was at a-2 already");
  }

  @Test
  void aClientThatComesBackWithAnotherPositionThanItsOwn() {
    saw(from(at(0)), got(at(1), 1), from(at(0)));
    finds(at(1), "b: s1 came back with a-0 though it was at a-1");
  }

  @Test
  void storedTwice() {
    acked(1, at(1));
    saw(from(at(0)), got(at(1), 1), got(at(2), 1));
    finds(at(2), "c: p1-1 is stored at a-1 and at a-2", "a: s1 saw p1-1 2 times");
  }

  @Test
  void aRetryAcknowledgedElsewhere() {
    acked(1, at(1));
    acked(1, at(2));
    finds(at(2), "c: p1-1 is stored at a-1 and at a-2");
  }

  @Test
  void repeatedInANewLifeOfTheRoomIsNotTwice() {
    acked(1, newAt(1));
    saw(from(at(0)), got(at(1), 1), gap(newAt(0)), got(newAt(1), 1));
    finds(newAt(1));
  }

  @Test
  void onePublishersWordsInAnotherOrder() {
    saw(from(at(0)), got(at(1), 2), got(at(2), 1));
    finds(at(2), "d: p1-1 at a-2 comes after p1-2");
  }

  @Test
  void aSilentHole() {
    saw(from(at(0)), got(at(1), 1), got(at(3), 3));
    finds(at(3), "e: s1 was at a-1 and got a-3 without a gap");
  }

  @Test
  void aSilentHoleAtAReconnect() {
    acked(2, at(2));
    saw(from(at(0)), got(at(1), 1), from(at(1)), got(at(3), 3));
    finds(at(3), "e: s1 was at a-1 and got a-3 without a gap", "a: s1 did not see p1-2 at a-2");
  }

  @Test
  void aSilentHoleInWhatAPollIsToldToHandBack() {
    saw(from(at(0)), got(at(1), 1), new Seen.Whole(at(1)), from(at(1)), new Seen.Whole(at(2)));
    finds(at(2), "e: s1 was at a-1 and was told to be whole up to a-2");
  }

  @Test
  void aNewLifeWithoutAWord() {
    saw(from(at(0)), got(at(1), 1), from(at(1)), got(newAt(2), 2));
    finds(newAt(2), "e: s1 was at a-1 and got b-2 without a gap");
  }

  @Test
  void anAnnouncedHoleIsFine() {
    for (int i = 1; i <= 5; i++) {
      acked(i, at(i));
    }
    saw(from(at(0)), got(at(1), 1), gap(at(4)), got(at(5), 5));
    saw(from(at(0)), got(at(1), 1), gap(null), got(at(5), 5));
    saw(from(at(0)), got(at(1), 1), gap(null), new Seen.Whole(at(5)));
    Report report = checked(at(5));
    assertThat(report.violations()).isEmpty();
    assertThat(report.gaps()).isEqualTo(3);
    assertThat(report.emptyGaps()).isZero();
  }

  @Test
  void anAnnouncedHoleExcusesNothingBeyondIt() {
    acked(2, at(2));
    acked(4, at(4));
    saw(from(at(0)), got(at(1), 1), gap(at(2)), got(at(3), 3), got(at(5), 5));
    finds(at(5), "e: s1 was at a-3 and got a-5 without a gap", "a: s1 did not see p1-4 at a-4");
  }

  @Test
  void aGapThatGoesBack() {
    saw(from(at(0)), got(at(1), 1), got(at(2), 2), gap(at(1)));
    finds(at(1), "b: s1 was at a-2 and a gap put it back to a-1");
  }

  @Test
  void aGapWithNothingMissingIsCounted() {
    saw(from(at(0)), got(at(1), 1), gap(at(1)), got(at(2), 2));
    Report report = checked(at(2));
    assertThat(report.violations()).isEmpty();
    assertThat(report.emptyGaps()).isEqualTo(1);
  }

  @Test
  void aNewLifeWithAGapExcusesTheOldOne() {
    acked(1, at(1));
    acked(2, at(2));
    acked(3, newAt(1));
    acked(4, newAt(2));
    saw(from(at(0)), got(at(1), 1), from(at(1)), gap(newAt(0)), got(newAt(1), 3), got(newAt(2), 4));
    saw(from(at(0)), got(at(1), 1), gap(newAt(1)), got(newAt(2), 4));
    finds(newAt(2));
  }

  @Test
  void twoSeeDifferentMessagesAtOnePosition() {
    saw(from(at(0)), got(at(1), 1));
    saw(from(at(0)), got(at(1), 2));
    finds(at(1), "f: a-1 is p1-1 for s1 and p1-2 for s2");
  }

  @Test
  void onePositionAcknowledgedTwice() {
    acked(1, at(1));
    acked(2, at(1));
    finds(at(1), "g: a-1 was acknowledged for p1-1 and for p1-2");
  }

  @Test
  void aLongListOfComplaintsIsCutShort() {
    for (int i = 0; i < 1000; i++) {
      saw(from(at(0)));
    }
    assertThat(checked(at(1)).violations()).hasSize(51).endsWith("and more");
  }
}
