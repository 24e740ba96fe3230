/** The command line: {@code ./demo}. */
@NullMarked
package com.changgou.launcher.cli;

import org.jspecify.annotations.NullMarked;
