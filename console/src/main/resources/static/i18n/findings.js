// The findings of the proof in Chinese. They come as English sentences: those of Judge and BranchRules in the module proof.
import {language} from '../i18n.js';

const ROW = '(\\S+\\.\\S+\\[.*?])';

const CHINESE = [
    ['no view in between was recorded: place the order with \\./demo order', () => '没有记录中间状态：请用 ./demo order 下单'],
    ['rows changed in between: (\\d+), in the databases \\[(.*)]', (count, databases) => `中间被修改的行：${count}，所在数据库：${databases || '无'}`],
    ['branches registered at the TC: none', () => '在 TC 注册的分支：无'],
    ['branches registered at the TC: (.*)', types => `在 TC 注册的分支：${types}`],
    ['every changed row has a branch of its mode', () => '每个被修改的行都有对应模式的分支'],
    [`${ROW} is covered by no branch of its mode`, row => `${row} 没有对应模式的分支`],
    ['AT: every changed row has its undo image', () => 'AT：每个被修改的行都有回滚镜像'],
    [`${ROW} has no undo image that agrees with it`, row => `${row} 没有与它一致的回滚镜像`],
    ['AT: every changed row was under its global lock', () => 'AT：每个被修改的行都持有全局锁'],
    [`${ROW} was changed without its global lock`, row => `${row} 被修改时没有全局锁`],
    ["TCC: every changed row's try is in the fence", () => 'TCC：每个被修改的行，其 Try 都记在 fence 中'],
    [`${ROW} was changed by no try that the fence knows`, row => `${row} 被修改，但 fence 中没有对应的 Try`],
    ['TCC: every changed row says that it is not decided', () => 'TCC：每个被修改的行都表明自己尚未决议'],
    [`${ROW} looks as if it were decided`, row => `${row} 看起来像是已经决议`],
    ["XA: every changed row's database has its branch prepared", () => 'XA：每个被修改的行，所在数据库都已准备（prepare）它的分支'],
    [`${ROW} was changed by no branch that its database has prepared`, row => `${row} 被修改，但数据库中没有对应的已准备分支`],
    ['XA: no changed row could be read by others', () => 'XA：被修改的行，别人一行也读不到'],
    [`${ROW} could be read before it was decided`, row => `${row} 在决议之前就能被读到`],
    [`${ROW} is (.*) and should be (.*)`, (row, is, wanted) => `${row} 现在是：${state(is)}，应当是：${state(wanted)}`],
    ['every row stands as it was ordered', () => '每一行都与订单一致'],
    ['every row equals its state before the order', () => '每一行都和下单之前一样'],
    ['global locks listed at the TC: (\\d+)', count => `TC 上的全局锁：${count}`],
    ['undo log rows left: (\\d+)', count => `残留的 undo_log 记录：${count}`],
    ['branches left prepared: (\\d+)', count => `残留的已准备分支：${count}`],
    ['the fence in (\\S+) has forgotten (.*)', (database, action) => `${database} 的 fence 中已没有 ${action}`],
    ['the fence in (\\S+) says (\\S+) (\\S+)', (database, action, status) => `${database} 的 fence：${action} 的状态是 ${status}`],
    ['the TC has ended the transaction', () => 'TC 已结束这个全局事务'],
    ['the TC still has the transaction, as (.*)', status => `TC 上仍有这个全局事务，状态是 ${status}`],
].map(([english, chinese]) => [new RegExp(`^${english}$`, 's'), chinese]);

const state = text => ({absent: '不存在', present: '存在', '': '（没有差别）'})[text] ?? text;

/** A finding in the visitor's language. One that is not known here, of a newer server say, stays English. */
export function findingText(text) {
    return language() === 'zh' ? inChinese(text) ?? text : text;
}

/** The finding in Chinese, or null. */
export function inChinese(text) {
    for (const [english, chinese] of CHINESE) {
        const found = english.exec(text);
        if (found) {
            return chinese(...found.slice(1));
        }
    }
    return null;
}
