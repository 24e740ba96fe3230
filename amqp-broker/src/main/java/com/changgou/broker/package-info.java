/**
 * An AMQP 0-9-1 broker as a process of its own for a run without Docker: Apache Qpid Broker-J on loopback only, with one user
 * and its messages in memory. Compose uses RabbitMQ in its place.
 */
package com.changgou.broker;
