package com.changgou.order;

import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** {@code ?mode=tcc}, in any case. */
@Component
final class ModeConverter implements Converter<String, Mode> {

    @Override
    public Mode convert(String name) {
        return Mode.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
