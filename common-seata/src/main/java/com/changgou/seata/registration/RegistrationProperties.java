package com.changgou.seata.registration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process registers at the TC.
 *
 * @param secret what the TC has as its client secret, 32 characters at least; empty: nothing is signed, for a TC that takes any
 *     client
 */
@ConfigurationProperties("changgou.seata.registration")
record RegistrationProperties(@DefaultValue("") String secret) {

    boolean isSigned() {
        return !secret.isEmpty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "RegistrationProperties[signed=" + isSigned() + "]";
    }
}
