package com.changgou.goods;

import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** {@code ?isolation=committed}, in any case. */
@Component
final class IsolationConverter implements Converter<String, Isolation> {

    @Override
    public Isolation convert(String name) {
        return Isolation.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
