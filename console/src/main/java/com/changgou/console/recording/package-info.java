/** Recordings: what passed, what stood in the databases at each step, and what was proven at the end. */
@NullMarked
package com.changgou.console.recording;

import org.jspecify.annotations.NullMarked;
