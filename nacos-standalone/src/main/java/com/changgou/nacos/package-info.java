/**
 * Nacos as a process of its own for a run without Docker: the real server, with authentication on and on loopback only, unless
 * the environment says otherwise. Compose uses the official image in its place.
 */
package com.changgou.nacos;
