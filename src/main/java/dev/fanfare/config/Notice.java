package dev.fanfare.config;

/** What is said when somebody connects or is gone. */
public record Notice(
    @Key(doc = "Who is told: the one whom it is about, the others in the room, or all of them")
        Audience to,
    @Key(doc = "A text or a JSON value; in it ${ip}, ${name}, ${id}, ${number} or ${room}")
        Template say) {

  /** Who is told. */
  public enum Audience {
    SELF,
    OTHERS,
    ALL
  }
}
