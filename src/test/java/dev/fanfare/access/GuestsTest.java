package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestsTest {
  private static final String KEY = "0123456789abcdef";

  private final Guests guests = new Guests(new Random(1));

  @Test
  void oneKeyIsOneUser() {
    Guest one = guests.guest(KEY, "Ann");
    Guest other = new Guests(new Random(2)).guest(KEY, "Bob");
    assertThat(one.user().id()).isEqualTo(other.user().id());
    assertThat(one.user().name()).isEqualTo("Ann");
    assertThat(one.lasting()).isTrue();
    assertThat(one.naming()).isEqualTo(Guest.Naming.CHOSEN);
  }

  @Test
  void theIdStaysTheSameInAllVersions() {
    assertThat(guests.guest(KEY, null).user().id()).isEqualTo("gcesnjn4zleonhjbn");
  }

  @Test
  void theIdDoesNotShowTheKeyAndHasAnInbox() {
    String id = guests.guest(KEY, null).user().id();
    assertThat(id).matches("g[a-z2-7]{16}").doesNotContain(KEY);
    assertThat(RoomName.inbox(id).isInboxOf(id)).isTrue();
  }

  @Test
  void withoutAKeyEverybodyIsNew() {
    Guest one = guests.guest(null, null);
    assertThat(one.user().id()).matches("g[a-z2-7]{16}");
    assertThat(one.user()).isNotEqualTo(guests.guest(null, null).user());
    assertThat(one.lasting()).isFalse();
  }

  @Test
  void anUnnamedGuestKeepsTheNameOfTheId() {
    Guest guest = guests.guest(KEY, null);
    assertThat(guest.user().name()).matches("guest-[a-z2-7]{4}");
    assertThat(guest).isEqualTo(guests.guest(KEY, null));
    assertThat(guest.naming()).isEqualTo(Guest.Naming.MADE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789abcde", "0123456789abcde ", "0123456789abcdé"})
  void aBadKeyIsRefused(String key) {
    refused(key, null);
  }

  @Test
  void keysHaveLengths() {
    guests.guest("-_".repeat(64), null);
    refused("a".repeat(129), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u202eb", "012345678901234567890123456789012"})
  void aBadNameIsRefused(String name) {
    refused(KEY, name);
  }

  private void refused(String key, String name) {
    assertThatThrownBy(() -> guests.guest(key, name))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.BAD_REQUEST));
  }
}
