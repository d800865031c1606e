# The public names, each with its home; lazy-loader reads this at run time, so that a name is declared once.

from . import bench as bench
from .batch.discover.entry import discover_templates as discover_templates
from .batch.scan import ScanResult as ScanResult, scan as scan
from .capture.light import Light as Light
from .capture.limits import Limits as Limits
from .capture.model import Channel as Channel, Image as Image, SideKind as SideKind
from .capture.side import Capture as Capture
from .checks.claims import (
    ClaimId as ClaimId,
    ClaimState as ClaimState,
    Layer as Layer,
    Sighting as Sighting,
    Why as Why,
)
from .checks.modes import Component as Component, RunMode as RunMode
from .checks.outcome import (
    Aborted as Aborted,
    Abstained as Abstained,
    Measured as Measured,
    Outcome as Outcome,
    Region as Region,
    not_supported as not_supported,
    undetermined as undetermined,
)
from .checks.spec import Beside as Beside, CheckSpec as CheckSpec
from .claims.model import (
    ClaimResult as ClaimResult,
    LayerResult as LayerResult,
    LayerState as LayerState,
    PlaceResult as PlaceResult,
)
from .client.answers import ServiceError as ServiceError
from .client.clients import AsyncClient as AsyncClient, Client as Client
from .counting import (
    Counted as Counted,
    count_by_folds as count_by_folds,
    count_on as count_on,
    with_counts as with_counts,
)
from .document import Document as Document, Side as Side
from .errors import (
    AlertError as AlertError,
    CalibrationError as CalibrationError,
    ChipDataError as ChipDataError,
    DecodeError as DecodeError,
    DocforensicsError as DocforensicsError,
    EngineUnavailableError as EngineUnavailableError,
    ExaminationCancelledError as ExaminationCancelledError,
    InputError as InputError,
    LimitExceededError as LimitExceededError,
    MrzFormatError as MrzFormatError,
    ResourceCorruptError as ResourceCorruptError,
    ResourceError as ResourceError,
    ResourceMissingError as ResourceMissingError,
    ScanError as ScanError,
    SealFormatError as SealFormatError,
    TemplateError as TemplateError,
    TrustStoreError as TrustStoreError,
    UnknownOptionError as UnknownOptionError,
    UnsupportedFormatError as UnsupportedFormatError,
    UsageError as UsageError,
)
from .examiner import Examiner as Examiner, Failure as Failure, examine as examine
from .guidance.equipment import Profile as Profile
from .mrz.parse import Mrz as Mrz, parse_mrz as parse_mrz
from .mrz.read import read_all_mrz as read_all_mrz, read_mrz as read_mrz
from .mrz.reading import MrzReading as MrzReading
from .own_values import with_own_values as with_own_values
from .page.geometry import BoxMm as BoxMm
from .page.model import Page as Page
from .report.model import (
    CheckDigitReport as CheckDigitReport,
    Finding as Finding,
    MrzReport as MrzReport,
    SideReport as SideReport,
    Unchecked as Unchecked,
    VizLineReport as VizLineReport,
)
from .report.on_image import ImageReport as ImageReport, PlacedField as PlacedField
from .report.quality import QualityIssue as QualityIssue
from .report.report import Report as Report
from .revising.confirmations import confirm_captures as confirm_captures
from .revising.history import TemplateHistory as TemplateHistory
from .revising.revise import Revised as Revised, update_template as update_template
from .scoring.model import Basis as Basis, OutcomeClass as OutcomeClass, Result as Result, Verdict as Verdict
from .scoring.policy import Policy as Policy, PolicyVersionWarning as PolicyVersionWarning
from .seal.chip import ChipData as ChipData
from .seal.decode import decode_seal as decode_seal
from .seal.trust import TrustStore as TrustStore
from .settings import ExaminerSettings as ExaminerSettings
from .templates.learning.learn import learn_template as learn_template
from .templates.model import (
    Feature as Feature,
    FeatureKind as FeatureKind,
    Template as Template,
    TemplateModel as TemplateModel,
)
from .templates.registration.register import TemplateMatch as TemplateMatch
from .templates.shown import AlarmCount as AlarmCount
from .templates.store import (
    TemplateStore as TemplateStore,
    load_template as load_template,
    save_template as save_template,
)
from .under_uv import with_shown_under_uv as with_shown_under_uv
from .version import __version__ as __version__
