package dev.fanfare.config;

import org.jspecify.annotations.Nullable;

/**
 * How messages look: a format by its name, or a template.
 *
 * @param name raw, chat or json; null: the template
 */
public record Look(@Nullable String name, @Nullable Template template) {

  static Look named(String name) {
    return new Look(name, null);
  }
}
