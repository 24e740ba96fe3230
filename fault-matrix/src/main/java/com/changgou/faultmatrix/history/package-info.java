/**
 * What a client saw that is never killed: each request is on disk before it is sent, and what came of it afterwards. The client knows
 * nothing of the system but its API.
 */
@NullMarked
package com.changgou.faultmatrix.history;

import org.jspecify.annotations.NullMarked;
