package dev.fanfare.launch;

import io.netty.util.internal.PlatformDependent;

/** The native memory of this process in which bytes wait for the network. Stateless. */
public final class DirectMemory {
  private DirectMemory() {}

  /** As much as there may be, in bytes: {@code -XX:MaxDirectMemorySize}, else {@code -Xmx}. */
  public static long most() {
    return PlatformDependent.maxDirectMemory();
  }
}
