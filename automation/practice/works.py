"""形象进度: what a careful clerk writes about a project's works, by kind of work and how far it is."""

from dataclasses import dataclass
from decimal import Decimal

from automation.practice.dice import Dice


@dataclass(frozen=True)
class Works:
    """One kind of works."""

    words: tuple[str, ...]
    """A project whose name holds one of these is of this kind; the last kind takes the rest."""
    preparing: tuple[str, ...]
    """Steps before the works begin, one for each month."""
    stages: tuple[str, ...]
    """Steps of the works in even shares of the total investment."""
    early: tuple[str, ...]
    """What else a month of the first half brings; {n} is a large number, {k} a small one."""
    late: tuple[str, ...]
    """What else a month of the second half brings."""
    problems: tuple[str, ...]
    """Kinds of problem (问题类别) that such works meet."""


_BUILDING_PREPARING = (
    "项目建议书已编制，报发改部门待批", "项目建议书取得批复，可研报告编制单位已确定", "可研报告初稿完成，征求相关部门意见",
    "可研报告通过专家评审，修改后报批", "可研报告取得批复，办理规划选址意见", "取得规划选址意见，申请用地预审",
    "用地预审通过，方案设计公开征集", "方案设计通过规划审查，开展地质勘察", "地质勘察外业完成，编制初步设计和概算",
    "初步设计通过审查，概算报财政评审", "施工图设计完成，送图审机构审查", "施工图审查合格，编制工程量清单和招标文件",
    "施工和监理招标完成，办理施工许可手续")
_SYSTEM_PREPARING = (
    "完成立项申请，成立建设工作小组", "赴县区开展需求调研，收集业务表单", "需求调研报告定稿，梳理业务流程", "建设方案初稿完成，征求各科室意见",
    "建设方案通过专家评审", "建设方案报大数据主管部门备案", "编制项目概算，报财政评审", "财政评审完成，落实资金来源",
    "采购需求论证完成", "采购文件编制完成，报采购部门审核", "采购公告已发布，接受报名", "开标评标完成，公示中标单位", "签订合同，项目组进场")
_SITES_PREPARING = (
    "成立工作小组，收集同类项目资料", "赴各街道摸底，初步确定点位", "点位清单征求县区意见", "组织专家对候选点位现场勘察", "点位清单经局务会审定",
    "编制建设标准和实施方案", "实施方案征求应急、规划部门意见", "实施方案印发，与街道签订责任书", "点位设计图完成，编制概算", "点位概算编制完成，报财政评审",
    "财政评审完成，编制采购文件", "采购公告已发布，接受报名", "施工单位已确定，办理进场手续")
_HALF = Decimal("0.5")

WORKS = (
    Works(("信息", "系统", "指挥"), _SYSTEM_PREPARING, (
        "项目组完成业务流程梳理和需求规格说明书", "完成总体设计和数据库设计", "服务器和网络设备到货验收", "机房环境改造完成，设备上架调试",
        "基础信息管理模块开发完成", "业务受理模块开发完成", "统计分析模块开发完成", "与上级平台接口联调", "在试点单位上线试运行",
        "分批培训并推广使用", "处理试运行问题，整理验收资料"), (
        "走访使用单位{k}家", "召开项目例会{k}次", "梳理业务表单{n}张", "整理基础数据{n}条", "评审设计文档{k}份"), (
        "导入基础数据{n}条", "培训操作人员{k}批次", "接入终端{n}台", "修正测试问题{n}个", "完成接口测试{k}项", "核对重复数据{n}条"), ("招投标", "资金", "规划设计")),
    Works(("避难场所", "安全社区", "网络工程"), _SITES_PREPARING, (
        "完成点位踏勘和隐患排查", "点位实施方案逐一确定", "首批点位场地平整", "首批点位供水供电管线敷设", "指示标牌和功能区标线安装",
        "应急物资储备间改造", "第二批点位施工", "监控和广播设备安装", "组织疏散演练和试用", "点位资料建档，准备考核验收"), (
        "新开工点位{k}处", "召开现场协调会{k}次", "整改隐患{k}处", "入户宣传{n}户", "培训安全员{n}人次"), (
        "安装标牌{n}块", "开展疏散演练{k}场", "整改隐患{k}处", "进场物资{k}批", "培训安全员{n}人次"), ("施工组织", "资金", "用地")),
    Works(("公墓", "墓", "骨灰"), _BUILDING_PREPARING, (
        "场地清表和进场便道修筑", "进场道路路基施工", "墓区土石方开挖", "挡土墙和截排水沟砌筑", "墓穴平台分层施工", "业务用房基础施工",
        "业务用房主体施工", "祭祀广场和步道铺装", "绿化苗木栽植", "标识和监控设备安装，整理验收资料"), (
        "完成土石方{n}00立方米", "签订迁坟协议{k}户", "召开群众协调会{k}次", "投入施工机械{k}台", "安全检查{k}次"), (
        "砌筑挡墙{n}米", "栽植苗木{n}株", "安全检查{k}次", "完成分项验收{k}项", "铺装步道{n}米"), ("征地拆迁", "用地", "审批手续")),
    Works(("装修", "设备", "改造"), _BUILDING_PREPARING, (
        "原有装饰和旧管线拆除", "房屋结构加固施工", "给排水和强电管线改造", "弱电和消防管线改造", "墙面基层和吊顶龙骨施工", "卫生间防水和墙地砖铺贴",
        "无障碍坡道和扶手安装", "门窗更换和墙面涂料施工", "照明洁具安装和设备进场", "设备调试，场地清理，准备验收"), (
        "更换管线{n}米", "进场材料{k}批", "安全检查{k}次", "完成隐蔽工程验收{k}项", "召开监理例会{k}次"), (
        "完成装修面积{n}平方米", "进场材料{k}批", "安全检查{k}次", "完成分项验收{k}项", "投入工人{n}人"), ("施工组织", "资金", "招投标")),
    Works((), _BUILDING_PREPARING, (
        "场地平整和临时设施搭建", "基坑开挖和支护施工", "基础承台和地梁浇筑", "地下室结构施工", "主体结构施工至3层", "主体结构施工至6层",
        "主体结构封顶，砌体工程施工", "外墙保温和门窗安装", "室内给排水、强电和消防管线安装", "室内装饰和电梯安装", "室外管网、道路和绿化施工",
        "附属工程收尾，整理验收资料"), (
        "浇筑混凝土{n}立方米", "绑扎钢筋{n}吨", "现场投入工人{n}人", "进场材料送检{k}批", "召开监理例会{k}次", "安全检查{k}次并完成整改"), (
        "完成分项验收{k}项", "现场投入工人{n}人", "安装门窗{n}樘", "进场材料送检{k}批", "召开监理例会{k}次", "安全检查{k}次并完成整改"), ("征地拆迁", "资金", "施工组织", "审批手续", "用地")),
)


def works_of(name: str) -> Works:
    """The kind of works of a project called ``name``."""
    return next(w for w in WORKS if not w.words or any(word in name for word in w.words))


def preparing(works: Works, months_left: int) -> str:
    """What is done ``months_left`` months before the works begin."""
    return works.preparing[min(max(len(works.preparing) - 1 - months_left, 0), len(works.preparing) - 1)]


def under_way(works: Works, progress: Decimal, turn: int, dice: Dice) -> str:
    """What is done at ``progress`` (share of the total investment); ``turn`` differs from month to month."""
    stage = works.stages[min(int(progress * len(works.stages)), len(works.stages) - 1)]
    details = works.early if progress < _HALF else works.late
    detail = details[turn % len(details)].format(n=dice.whole(36, 480), k=dice.whole(2, 7))
    return f"{stage}，{detail}"
