/** The chapters of {@code docs/walkthrough}: what stands in them, and how their commands are run. */
@NullMarked
package com.changgou.launcher.walkthrough;

import org.jspecify.annotations.NullMarked;
