package dev.fanfare.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One key of the configuration, declared where its value lives: at a component of a record. Its
 * name is the component's in kebab-case, its type the component's. Reading, the environment, the
 * defaults, {@code --check} and the table in the manual all come from here.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {

  /** The default of a key that has none. */
  String NOTHING = "<nothing>";

  /** What the key means, for the manual. */
  String doc();

  /**
   * The default, written as in the environment. A section has the defaults of its keys; a map names
   * the entries that are there from the start.
   */
  String is() default NOTHING;

  /** Whether the value may be missing; without it a key that has no default must be given. */
  boolean optional() default false;

  /** Smallest and largest number, size or duration, such as {@code "0..65535"}. */
  String range() default "";

  /** What a number counts. */
  Unit unit() default Unit.COUNT;

  /** What a text must look like. */
  Form form() default Form.FILLED;

  /** The path in the JSON when it is not the component's own name. */
  String at() default "";

  /** Whether a text may stand for the list with only that text in it. */
  boolean lone() default false;

  /** Whether the value must never be shown. */
  boolean secret() default false;
}
